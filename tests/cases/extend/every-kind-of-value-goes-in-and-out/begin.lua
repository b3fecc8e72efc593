return function(sinds) return sinds:sub(1, 4) .. "-01-01" end
