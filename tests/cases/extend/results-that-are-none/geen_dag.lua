return function(score) return "2021-02-30" end
