return function() return dofile("lezen.lua") end
