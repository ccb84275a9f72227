// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.inference.EngineKind;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class EngineCommandTest {

    @Test
    void readsVllmAsAPersonStartsIt() {
        EngineCommand command =
                read(
                        "/usr/bin/python3 /opt/venv/bin/vllm serve meta-llama/Llama-3.1-70B"
                                + " --port 8001 --tensor-parallel-size=4 --max-num-seqs 128");

        assertEquals(EngineKind.VLLM, command.kind());
        assertEquals(8001, command.port());
        assertEquals(4, command.tensorParallel());
        assertEquals(4, command.gpus());
        assertEquals(Optional.of(128), command.maxRunning());
        assertEquals("meta-llama/Llama-3.1-70B", command.model());
        assertTrue(command.bindsLoopback());
    }

    @Test
    void readsVllmAsAContainerStartsIt() {
        EngineCommand command =
                read(
                        "python3 -m vllm.entrypoints.openai.api_server --model m -tp 2 -pp 2"
                                + " --served-model-name chat --host 10.0.0.7");

        assertEquals(8000, command.port());
        assertEquals(2, command.tensorParallel());
        assertEquals(4, command.gpus());
        assertEquals("chat", command.model());
        assertFalse(command.bindsLoopback());
    }

    @Test
    void readsEveryOtherKind() {
        assertIs(EngineKind.SGLANG, 30_000, "python -m sglang.launch_server --model-path m --tp 1");
        assertIs(EngineKind.SGLANG, 30_001, "sglang serve --model-path m --port 30001");
        assertIs(EngineKind.TENSORRT_LLM, 8000, "/usr/bin/python3 /bin/trtllm-serve m --tp_size 1");
        assertIs(EngineKind.TENSORRT_LLM, 8005, "trtllm-serve serve m --port 8005");
        assertIs(EngineKind.LLAMA_CPP, 8080, "./build/bin/llama-server -m q.gguf --metrics");
        assertIs(EngineKind.TGI, 3000, "text-generation-launcher --model-id m");
        assertIs(EngineKind.TGI, 80, "/usr/local/bin/text-generation-launcher -p 80");
        assertIs(EngineKind.TRITON, 8000, "tritonserver --model-repository=/models");
        assertIs(EngineKind.TRITON, 9000, "python3 /opt/openai_frontend/main.py --tokenizer t");
        assertIs(EngineKind.OLLAMA, 11_434, "/usr/local/bin/ollama serve");
    }

    @Test
    void readsWhereOllamaListens() {
        for (String host : List.of("127.0.0.1:7000", "http://0.0.0.0:7000/", ":7000")) {
            EngineCommand command =
                    EngineCommand.of(List.of("ollama", "serve"), Map.of("OLLAMA_HOST", host))
                            .orElseThrow();
            assertEquals(7000, command.port(), host);
            assertTrue(command.bindsLoopback(), host);
        }
    }

    @Test
    void readsThePortThatTgisContainerSets() {
        EngineCommand command =
                EngineCommand.of(List.of("text-generation-launcher"), Map.of("PORT", "80"))
                        .orElseThrow();

        assertEquals(80, command.port());
    }

    @Test
    void takesNothingElseForAnEngine() {
        for (String line :
                List.of(
                        "vim vllm",
                        "bash -c vllm",
                        "vllm bench serve",
                        "ollama runner --model m --port 4711",
                        "grep -r ollama serve.md",
                        "python3 train.py --port 8000 --resume from checkpoint vllm serve",
                        "text-generation-router --port 3000",
                        "java -jar llama-server.jar")) {
            assertEquals(Optional.empty(), command(line), line);
        }
    }

    @Test
    void takesAScriptInOneWordForNoEngine() {
        assertEquals(
                Optional.empty(),
                EngineCommand.of(List.of("sh", "-c", "vllm serve m --port 8000"), Map.of()));
    }

    @Test
    void refusesAPortThatIsNone() {
        for (String port : List.of("0", "65536", "-1", "http", "99999999999")) {
            assertEquals(Optional.empty(), command("vllm serve m --port=" + port), port);
        }
    }

    @Property
    void readsAnyWordsBehindAnEngine(
            @ForAll @Size(max = 8) List<@StringLength(max = 12) String> words) {
        List<String> line = new ArrayList<>(List.of("vllm", "serve"));
        line.addAll(words);

        EngineCommand.of(line, Map.of())
                .ifPresent(command -> assertEquals(EngineKind.VLLM, command.kind()));
    }

    private static void assertIs(EngineKind kind, int port, String line) {
        EngineCommand command = read(line);
        assertEquals(kind, command.kind(), line);
        assertEquals(port, command.port(), line);
        assertEquals(1, command.gpus(), line);
    }

    private static EngineCommand read(String line) {
        return command(line).orElseThrow();
    }

    private static Optional<EngineCommand> command(String line) {
        return EngineCommand.of(List.of(line.split(" ")), Map.of());
    }
}
