return function(score) for i = "0.1", 1 do end end
