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

        function show(task) {
          const known = tasks.get(task.task_id)
          if (known && known.task.seq > task.seq) return
          const row = known ? known.row : main.appendChild(document.createElement('article'))
          tasks.set(task.task_id, {task, row})
          const cell = (name, text) => Object.assign(document.createElement(name), {textContent: text ?? ''})
          const bar = Object.assign(document.createElement('progress'), {max: 100, value: task.progress})
          const button = cell('button', 'Cancel')
          button.disabled = ['completed', 'failed', 'cancelled'].includes(task.status)
          button.onclick = () => confirm('Cancel ' + (task.title || task.task_type) + ' ' + task.task_id + '?')
            && emit('cancel_task', {task_id: task.task_id, reason: 'cancelled in the browser'})
          const status = cell('span', task.releasing ? 'releasing' : task.stalled ? 'stalled' : task.status)
          status.className = task.status
          row.replaceChildren(cell('code', task.task_id.slice(0, 8)), status, bar, cell('span', Math.floor(task.progress) + ' %'),
            cell('span', button.disabled ? '' : seconds(task.eta_seconds)), button, cell('p', task.title + ' ' + task.message))
          empty.hidden = true
        }

        function remove(id) {
          tasks.get(id)?.row.remove()
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
