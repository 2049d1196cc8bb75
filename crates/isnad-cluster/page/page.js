// Asks the scheduler every two seconds; all that comes back is shown as text.
const row = (cells) => {
  const tr = document.createElement("tr");
  for (const cell of cells) tr.append(Object.assign(document.createElement("td"), { textContent: cell ?? "" }));
  return tr;
};
const fill = (id, rows) => document.querySelector(`#${id} tbody`).replaceChildren(...rows.map(row));
const ask = async (path) => (await fetch(path)).json();
const ago = (ms) => (ms ? `${Math.max(0, Math.round((Date.now() - ms) / 1000))} s ago` : "");

async function look() {
  try {
    const [jobs, executors] = await Promise.all([ask("api/jobs"), ask("api/executors")]);
    const done = jobs.filter((j) => j.percent_complete >= 100).length;
    document.querySelector("#sum").textContent = `${executors.length} executors, ${jobs.length} jobs, ${done} of them done`;
    fill("executors", executors.map((e) => [e.id, `${e.host}:${e.port}`, e.specification?.vcores ?? e.specification?.task_slots, ago(e.last_seen)]));
    jobs.sort((a, b) => (b.start_time ?? 0) - (a.start_time ?? 0));
    fill("jobs", jobs.slice(0, 200).map((j) => [j.job_id, j.job_name, j.job_status, `${j.completed_stages} of ${j.num_stages}`, `${j.percent_complete} %`]));
  } catch (e) {
    document.querySelector("#sum").textContent = `the scheduler does not answer (${e.message})`;
  }
  setTimeout(look, 2000);
}
look();
