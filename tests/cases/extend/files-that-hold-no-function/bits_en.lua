return function(score) return score & 1 end
