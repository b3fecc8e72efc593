return function() return setmetatable({}, { __gc = print }) end
