// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.discovery.HostProcess;
import io.wattmill.agent.testing.ProcessList;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ProcFolderTest {

    @Test
    void readsTheProcessesOfThisHost() {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "there is no /proc here");
        ProcessHandle self = ProcessHandle.current();
        List<HostProcess> processes =
                new ProcFolder(Configuration.defaults(DiscoveryConfig.class), () -> {}).read();

        HostProcess own =
                processes.stream().filter(it -> it.pid() == self.pid()).findFirst().orElseThrow();
        assertEquals(self.parent().orElseThrow().pid(), own.parent());
        assertFalse(own.words().isEmpty());
        assertEquals(Map.of(), own.environment(), "it is no engine");
    }

    @Test
    void readsOfAnEnginesVariablesOnlyThoseItNeeds(@TempDir Path folder) throws IOException {
        Map<String, String> variables = Map.of("HF_TOKEN", "secret", "CUDA_VISIBLE_DEVICES", "2");
        new ProcessList(folder).add(7, 1, "vllm serve m", variables);

        assertEquals(Map.of("CUDA_VISIBLE_DEVICES", "2"), only(folder, 9).environment());
    }

    @Test
    void readsNoMoreProcessesThanItMay(@TempDir Path folder) throws IOException {
        ProcessList list = new ProcessList(folder);
        for (int pid = 1; pid <= 5; pid++) {
            list.add(pid, 1, "sleep 1", Map.of());
        }

        assertEquals(3, new ProcFolder(config(folder, 3), () -> {}).read().size());
    }

    private static HostProcess only(Path folder, int most) {
        return new ProcFolder(config(folder, most), () -> {}).read().getFirst();
    }

    private static DiscoveryConfig config(Path folder, int most) {
        return Configuration.parse(
                        "discovery: {proc: %s, max-processes: %d}".formatted(folder, most),
                        Map.of())
                .section("discovery", DiscoveryConfig.class);
    }
}
