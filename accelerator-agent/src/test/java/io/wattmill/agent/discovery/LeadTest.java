// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

class LeadTest {

    private static final Owners ANYBODYS = new Owners(true, Set.of(), Map.of());

    @Test
    void followsEachPortOnceAndKnowsMoreWhereAProcessIs() {
        List<Lead> leads =
                Lead.of(
                        List.of(
                                process(70, 1, "vllm serve m", Map.of("CUDA_VISIBLE_DEVICES", "3")),
                                process(71, 70, "VLLM::EngineCore", Map.of()),
                                process(72, 71, "VLLM::Worker_TP0", Map.of()),
                                process(90, 1, "bash", Map.of())),
                        ANYBODYS,
                        List.of(8000, 8080));

        assertEquals(List.of(8000, 8080), leads.stream().map(Lead::port).toList());
        Lead known = leads.getFirst();
        assertEquals(Set.of(70L, 71L, 72L), known.pids());
        assertEquals(Optional.of("3"), known.visible());
        assertEquals("pid 70", known.how());
        assertTrue(leads.getLast().command().isEmpty());
        assertEquals("port 8080", leads.getLast().how());
    }

    @Test
    void takesAnEngineThatWasStartedThroughAnotherProgramForOne() {
        List<Lead> leads =
                Lead.of(
                        List.of(
                                process(5, 1, "sudo vllm serve m", Map.of()),
                                process(6, 5, "vllm serve m", Map.of())),
                        ANYBODYS,
                        List.of());

        assertEquals(1, leads.size());
        assertEquals(Set.of(5L, 6L), leads.getFirst().pids());
    }

    @Test
    void survivesAListInWhichParentsGoInACircle() {
        ProcessTree tree =
                new ProcessTree(
                        List.of(process(1, 2, "a", Map.of()), process(2, 1, "b", Map.of())));

        assertEquals(Set.of(1L, 2L), tree.below(List.of(1L)));
    }

    private static HostProcess process(
            long pid, long parent, String line, Map<String, String> environment) {
        return new HostProcess(
                pid, parent, OptionalLong.empty(), List.of(line.split(" ")), environment);
    }
}
