return function(score) local x return x.y end
