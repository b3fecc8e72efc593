return function() return coroutine.wrap(function() end)() end
