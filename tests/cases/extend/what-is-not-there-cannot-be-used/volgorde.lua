return function() for k in pairs({ a = 1 }) do return k end end
