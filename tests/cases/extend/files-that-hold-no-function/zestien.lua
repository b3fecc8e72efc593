return function(score) return score + 0x10 end
