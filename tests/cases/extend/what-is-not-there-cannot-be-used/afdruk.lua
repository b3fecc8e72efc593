return function() print("hallo") return 1 end
