// better-sqlite3 13 crashes without a word on an older Node: say so before it is loaded.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `Foyer needs Node 22.19 or newer, this is ${process.version}. Start it with "npm run ...": npm ci brings its own Node.`,
  )
  process.exit(1)
}
