return function(score, dl)
  repeat local x = score until false
end
