return function(score) return #score end
