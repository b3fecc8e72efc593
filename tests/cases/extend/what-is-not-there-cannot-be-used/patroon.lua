return function() return ("aaaaaaaaaaaaaaaaaaaaaaaaaaaa"):find(("a?"):rep(28) .. ("a"):rep(28)) end
