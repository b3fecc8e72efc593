return function() return math.random() end
