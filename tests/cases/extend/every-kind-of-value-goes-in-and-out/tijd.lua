return function(lessen) return lessen * 3 / 4 end
