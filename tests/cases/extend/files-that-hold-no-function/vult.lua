local t = { "x" }
for i = 1, 10000000 do t[i] = i .. "" end
return function() return 1 end
