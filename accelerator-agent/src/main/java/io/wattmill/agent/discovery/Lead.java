// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.discovery.Finds.Passed;
import io.wattmill.agent.inference.EngineKind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A port at which an engine may be.
 *
 * @param port on 127.0.0.1
 * @param command what a process that should listen there says, if there is one
 * @param pids the engine's processes, none where only the port is known
 * @param visible the engine's {@code CUDA_VISIBLE_DEVICES}, where it may be read
 */
public record Lead(
        int port, Optional<EngineCommand> command, Set<Long> pids, Optional<String> visible) {

    private static final ProcessTree NOBODY = new ProcessTree(List.of());

    /** Copies the set. */
    public Lead {
        pids = Set.copyOf(pids);
    }

    /**
     * One lead per port: what processes say, and the ports that are asked anyway.
     *
     * @param owners whose processes are believed; who started whom is true of all
     * @param ports asked whether or not a process is known there
     */
    public static List<Lead> of(List<HostProcess> processes, Owners owners, List<Integer> ports) {
        Map<Integer, Lead> leads = new TreeMap<>();
        ports.forEach(port -> leads.put(port, bare(port)));
        ProcessTree tree = new ProcessTree(processes);
        started(processes.stream().filter(it -> owners.against(it).isEmpty()).toList())
                .forEach((port, engines) -> leads.put(port, lead(port, engines, tree)));
        return List.copyOf(leads.values());
    }

    private static Lead bare(int port) {
        return new Lead(port, Optional.empty(), Set.of(), Optional.empty());
    }

    /** Processes that say they listen there; several where one was started through another. */
    private static Map<Integer, List<HostProcess>> started(List<HostProcess> processes) {
        Map<Integer, List<HostProcess>> started = new LinkedHashMap<>();
        for (HostProcess process : processes) {
            EngineCommand.of(process.words(), process.environment())
                    .ifPresent(
                            command ->
                                    started.computeIfAbsent(command.port(), _ -> new ArrayList<>())
                                            .add(process));
        }
        return started;
    }

    private static Lead lead(int port, List<HostProcess> engines, ProcessTree tree) {
        HostProcess last = engines.getLast();
        return new Lead(
                port,
                EngineCommand.of(last.words(), last.environment()),
                tree.below(engines.stream().map(HostProcess::pid).toList()),
                Optional.ofNullable(last.environment().get("CUDA_VISIBLE_DEVICES")));
    }

    /** What processes that are not believed say they are. */
    public static List<Passed> strangers(List<HostProcess> processes, Owners owners) {
        List<Passed> strangers = new ArrayList<>();
        for (HostProcess process : processes) {
            Optional<EngineCommand> command =
                    EngineCommand.of(process.words(), process.environment());
            if (command.isPresent()) {
                Lead lead = lead(command.get().port(), List.of(process), NOBODY);
                owners.against(process)
                        .map(why -> lead.passed(command.get().kind(), why))
                        .ifPresent(strangers::add);
            }
        }
        return strangers;
    }

    /** It is no engine to serve. */
    public Passed passed(EngineKind kind, String why) {
        return new Passed(kind.wireName() + " on port " + port + " (" + how() + ")", why);
    }

    /** For a person: {@code pid 2211}, or {@code port 8000}. */
    public String how() {
        OptionalLong pid = pid();
        return pid.isPresent() ? "pid " + pid.getAsLong() : "port " + port;
    }

    /** The first of its processes. */
    public OptionalLong pid() {
        return pids.stream().mapToLong(Long::longValue).min();
    }
}
