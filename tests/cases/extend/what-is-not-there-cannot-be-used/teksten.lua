return function(score)
  string.len = nil
  return 1
end
