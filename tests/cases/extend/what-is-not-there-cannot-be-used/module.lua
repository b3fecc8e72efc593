return function() return require("os") end
