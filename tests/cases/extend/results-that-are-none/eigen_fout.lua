return function(score)
  error("een score van " .. score .. " kan niet")
end
