"""The old backend's example as a python-socketio worker: one task that completes and one that fails.

usage: old_worker.py URL    It says when it has created a task, and works on a line of input.
"""

import json
import sys

import socketio

NAMESPACE = "/progress"
RESULT = {"title": "春天的花园", "images": ["a.png", "b.png"]}
client = socketio.Client()


def call(event, **payload):
    answer = client.call(event, payload, namespace=NAMESPACE, timeout=10)
    assert answer["ok"], answer
    return answer


def work(name, end):
    task_id = call("create_task", task_type="content_generation")["task_id"]
    print(json.dumps({"created": name, "task_id": task_id}), flush=True)
    sys.stdin.readline()
    call("update_progress", task_id=task_id, progress=10, status="started", message="开始")
    details = {"step": 1, "total_steps": 3}
    call(
        "update_progress",
        task_id=task_id,
        progress=50,
        status="generating_content",
        message="正在生成内容",
        details=details,
    )
    end(task_id)


client.connect(sys.argv[1], namespaces=[NAMESPACE])
work("completes", lambda task_id: call("complete_task", task_id=task_id, result=RESULT))
work("fails", lambda task_id: call("fail_task", task_id=task_id, error="图片生成失败: out of memory"))
client.disconnect()
