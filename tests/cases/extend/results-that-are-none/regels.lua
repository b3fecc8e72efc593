return function(score) return "een\ntwee" end
