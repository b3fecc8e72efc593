return function() return 1 end, 2
