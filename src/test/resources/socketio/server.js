// A live server as TreatStream's document describes it. It is told by lines of standard input
// what to say: an event's content as JSON, "end", or "freeze". It says what happens in lines of
// standard output.
'use strict';

var tokens = process.argv[2].split(',');
var http = require('http').createServer();
var io = require('socket.io')(http, {
  serveClient: false,
  pingInterval: Number(process.argv[4]),
  pingTimeout: Number(process.argv[5])
});

io.use(function (socket, next) {
  var known = tokens.indexOf(socket.handshake.query.token) >= 0;
  next(known ? undefined : new Error('Unauthorized'));
});

io.on('connection', function (socket) {
  console.log('connected ' + socket.handshake.query.token + ' ' + socket.handshake.query.EIO + ' ' + socket.conn.transport.name);
  socket.on('disconnect', function (reason) {
    console.log('disconnected ' + reason);
  });
});

http.listen(Number(process.argv[3]), '127.0.0.1', function () {
  console.log('listening ' + http.address().port);
});

require('readline').createInterface({ input: process.stdin }).on('line', function (line) {
  if (line === 'end') {
    io.sockets.sockets && Object.keys(io.sockets.sockets).forEach(function (id) {
      io.sockets.sockets[id].disconnect(true);
    });
  } else if (line === 'freeze') {
    for (;;) { /* like a process that hangs */ }
  } else {
    io.emit('realTimeTreat', JSON.parse(line));
  }
}).on('close', function () {
  process.exit(0);
});
