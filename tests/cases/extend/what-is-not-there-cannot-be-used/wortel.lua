return function(score) return math.sqrt(score) end
