local proef = {}

function proef.decimaal(x)
  return 0.1 + 0.2 == 0.3 and .5 + 5. == 5.5 and x * 1.1 - x == x / 10
end

function proef.delen(x)
  return 1/3 * 3 == 1 and x / 7 * 7 == x and 1/3 + 1/6 == 1/2 and 10 / 4 == 2.5
end

-- 2^63 en meer: in Lua zelf zou het overlopen.
function proef.groot(x)
  local f = 1
  for i = 1, 30 do f = f * i end
  return f == 265252859812191058636308480000000 and 9223372036854775807 + 1 == 2^63
    and -9223372036854775807 - 2 < -9223372036854775807 and f - f + x == x
    and 123456789012345678901234567890.5 * 2 == 246913578024691357802469135781
end

function proef.machten(x)
  return 2^10 == 1024 and 2^-1 == 0.5 and (1/3)^2 == 1/9 and -2^2 == -4 and 2^3^2 == 512
    and x^0 == 1 and (0.5)^3 == 1/8
end

function proef.gehelen(x)
  return 7 // 2 == 3 and -7 // 2 == -4 and 7.5 // 2 == 3 and 7.5 % 2 == 1.5 and -1/2 % 1 == 1/2
    and math.floor(-1/2) == -1 and math.ceil(-1/2) == 0 and math.floor(x / 1000) == 0
    and math.round(2.5) == 3 and math.round(-2.5) == -3 and math.round(0.674, 0.01) == 0.67
    and math.abs(-1/3) == 1/3 and math.max(1, 2.5, 2) == 2.5 and math.min(1, 1/3) == 1/3
end

function proef.lussen(x)
  local som, t = 0, {}
  for i = 10, 1, -3 do som = som + i end        -- 10 7 4 1
  for i = 1, x - x + 3 do t[i] = i / 2 end
  for i, v in ipairs(t) do som = som + v * i end -- 1/2 + 2 + 9/2
  for _ = 3, 1 do som = 0 end
  while som > 28 do som = som - 1 end
  return som == 28 and #t == 3 and t[2] == 1 and t[4 / 2] == 1
end

function proef.vergelijken(x)
  local a <const> = 1 / 3
  return a < 0.34 and a > 0.33 and a <= a and not (a ~= 1/3) and x ~= nil and not (x == "10")
    and ("a" < "b") == true and 1 < 2 == true and (a == 1/3) ~= false and "Z" < "a" and "é" > "z"
end

function proef.teksten(x)
  return 1/4 .. "" == "0.25" and tostring(1/3) == "1/3" and 12 .. "x" == "12x"
    and tonumber("0.1") + tonumber("1/5") == 0.3 and tonumber("een") == nil and type(x) == "number"
    and ("Ab"):upper() == "AB" and ("abc"):sub(2) == "bc" and string.len("abc") == 3
    and ("ab"):rep(3) == "ababab" and ("Ab"):lower() == "ab" and ("abc"):sub(-2, -2) == "b"
    and [==[ 1 + 1 -- ]] geen som ]==] == ' 1 + 1 -- ]] geen som ' and "\z
       1 / 2" == "1 / 2"
end

-- De lengte van een tabel met een gat hangt alleen van haar inhoud af.
function proef.lengten(x)
  local t, gat = { 1, 2, 3, naam = "t" }, { 1, 2, 3, 4 }
  gat[2] = nil
  t[#t + 1] = 4
  return #t == 4 and #{} == 0 and #"abc" == 3 and -#t == -4 and (#t) ^ 2 == 16 and 2 ^ #t == 16
    and #{ 1, 2 } + 1 == 3 and not (#t < 4) and #gat == 1 and #("ab"):rep(2) == 4 and #t * 2 == 8
    and tostring({}) == "table" and tostring(true) == "true" and tostring(nil) == "nil"
end

-- 1 + 1, en een - die geen twee kanten heeft
function proef.voorrang(x)
  local t = { n = { 3 } }
  return 2 + 3 * 4 ^ 2 / 2 == 26 and -x + x == 0 and 1 - -1 == 2 and 2 * -3 == -6
    and t.n[1] - 1 == 2 and (2) - 1 == 1 and "3" .. 1 + 1 == "32" and #"abc" - 1 == 2
    and not (1 > 2) == true and (1 == 1 and 2 or 3) == 2 and -2 ^ 2 == -4 and 1 .. 2 == "12"
end

return function(naam, x)
  return proef[naam](x)
end
