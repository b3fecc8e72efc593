local function verder(n) return verder(n) end
return function(score, dl) return verder(0) end
