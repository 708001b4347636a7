-- Asks for the paths of the file named by PATHS, one after the other and round again, so that a figure is not
-- that of one lucky answer.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do
  paths[#paths + 1] = wrk.format("GET", line)
end
local turn = 0

request = function()
  turn = turn % #paths + 1
  return paths[turn]
end
