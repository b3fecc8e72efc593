return function() return debug.getinfo(1) end
