// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who started whom: an engine's workers, which hold the GPUs, are below its server. */
public final class ProcessTree {

    private final Map<Long, Set<Long>> children = new HashMap<>();

    /** The tree of these processes. */
    public ProcessTree(Collection<HostProcess> processes) {
        processes.forEach(it -> enter(it.pid(), it.parent()));
    }

    private void enter(long pid, long parent) {
        children.computeIfAbsent(parent, _ -> new HashSet<>()).add(pid);
    }

    /** The processes, and all below them. */
    public Set<Long> below(List<Long> pids) {
        Set<Long> found = new HashSet<>(pids);
        Set<Long> level = new HashSet<>(pids);
        while (!level.isEmpty()) {
            Set<Long> next = new HashSet<>();
            level.forEach(pid -> next.addAll(children.getOrDefault(pid, Set.of())));
            next.removeAll(found);
            found.addAll(next);
            level = next;
        }
        return found;
    }
}
