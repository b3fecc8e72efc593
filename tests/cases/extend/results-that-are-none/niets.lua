return function(score) local x = score end
