import HTTP

/// The page at `/`: every task as a bar with a cancel button, for who has a browser and no page of their own yet.
///
/// It speaks Socket.IO over a plain WebSocket, so it needs no library from anywhere.
enum WebPage {
    static let response: Response = {
        var response = Response(status: 200, body: Array(html.utf8))
        response.headers.add("Content-Type", "text/html; charset=utf-8")
        response.headers.add(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
        )
        return response
    }()

    private static let html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>genboard</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; color: #222 }
        header { display: flex; justify-content: space-between; border-bottom: 1px solid #ccc }
        article { display: grid; grid-template-columns: 6em 11em 1fr 4em 5em 5em; gap: 1em; align-items: center; padding: .4em 0 }
        article p { grid-column: 3 / -1; margin: 0; color: #666; overflow-wrap: anywhere }
        progress { width: 100% } .failed { color: #b00020 } .cancelled { color: #80408b } .completed { color: #1b6e35 }
        .offline { opacity: .5 } code { background: #eee; padding: 0 .3em }
        </style>
        <header><h1>genboard</h1><p id="connection" role="status">connecting</p></header>
        <main id="tasks"><p id="empty">No tasks yet. Start one with <code>genboard run -- COMMAND</code>.</p></main>
        <script>
        const tasks = new Map(), main = document.getElementById('tasks'), empty = document.getElementById('empty')
        const connection = document.getElementById('connection')
        let socket, wait = 500
        const emit = (...event) => socket.send('42/progress,' + JSON.stringify(event))
        const seconds = value => value == null ? '' : value < 90 ? Math.round(value) + ' s' : Math.round(value / 60) + ' min'

        // A row is built once and then only changed, so that a click never meets a button that has just been replaced.
        function addRow(id) {
          const row = main.appendChild(document.createElement('article'))
          const cells = {row}
          for (const [key, name] of [['id', 'code'], ['status', 'span'], ['bar', 'progress'], ['percent', 'span'], ['eta', 'span'],
            ['cancel', 'button'], ['text', 'p']]) cells[key] = row.appendChild(document.createElement(name))
          cells.id.textContent = id.slice(0, 8)
          cells.bar.max = 100
          cells.cancel.textContent = 'Cancel'
          cells.cancel.onclick = () => {
            const {task} = tasks.get(id)
            if (confirm('Cancel ' + (task.title || task.task_type) + ' ' + id + '?'))
              emit('cancel_task', {task_id: id, reason: 'cancelled in the browser'})
          }
          return cells
        }

        function show(task) {
          const known = tasks.get(task.task_id)
          if (known && known.task.seq > task.seq) return
          const cells = known ? known.cells : addRow(task.task_id)
          tasks.set(task.task_id, {task, cells})
          const isOver = ['completed', 'failed', 'cancelled'].includes(task.status)
          cells.status.textContent = task.releasing ? 'releasing' : task.stalled ? 'stalled' : task.status
          cells.status.className = task.status
          cells.bar.value = task.progress
          cells.percent.textContent = Math.floor(task.progress) + ' %'
          cells.eta.textContent = isOver ? '' : seconds(task.eta_seconds)
          cells.cancel.disabled = isOver
          cells.text.textContent = task.title + ' ' + task.message
          empty.hidden = true
        }

        function remove(id) {
          tasks.get(id)?.cells.row.remove()
          tasks.delete(id)
          empty.hidden = tasks.size > 0
        }

        function connect() {
          socket = new WebSocket(location.origin.replace(/^http/, 'ws') + '/socket.io/?EIO=4&transport=websocket')
          socket.onmessage = ({data}) => {
            if (data[0] === '0') socket.send('40/progress,')
            else if (data === '2') socket.send('3')
            else if (data.startsWith('40/progress,')) {
              for (const id of [...tasks.keys()]) remove(id)
              emit('watch', {})
              wait = 500
              connection.textContent = 'connected'
              document.body.classList.remove('offline')
            } else if (data.startsWith('42/progress,')) {
              const [name, payload] = JSON.parse(data.slice(data.indexOf('[')))
              if (name === 'progress') show(payload)
              else if (name === 'tasks') payload.tasks.forEach(show)
              else if (name === 'task_removed') remove(payload.task_id)
            }
          }
          socket.onclose = () => {
            connection.textContent = 'disconnected, trying again'
            document.body.classList.add('offline')
            setTimeout(connect, wait * (0.5 + Math.random()))
            wait = Math.min(wait * 2, 10000)
          }
        }
        connect()
        </script>
        </html>
        """
}
