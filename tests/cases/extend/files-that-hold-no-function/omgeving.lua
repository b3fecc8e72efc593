
local _ENV = {}
return function(score) return 1 end
