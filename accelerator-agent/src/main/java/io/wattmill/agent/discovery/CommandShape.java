// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.inference.EngineKind;

import java.util.List;

/**
 * How the command line of a kind of engine looks. An option that a kind does not have is empty.
 *
 * @param kind what it starts
 * @param sign words, in this order beside each other; the first by the end of its path
 * @param verb the word after which the model may stand without an option
 * @param ports options of the API's port
 * @param port where it listens when it does not say
 * @param tensorParallel options of the GPUs that share each layer
 * @param pipelineParallel options of the GPUs that share the layers
 * @param maxRunning options of the batch's most sequences
 * @param model options of the name it is served under, then of the model
 */
record CommandShape(
        EngineKind kind,
        List<String> sign,
        String verb,
        List<String> ports,
        int port,
        List<String> tensorParallel,
        List<String> pipelineParallel,
        List<String> maxRunning,
        List<String> model) {

    private static final List<String> PORT = List.of("--port");

    /** A program comes first, behind an interpreter, or behind that one's options. */
    private static final int EARLY = 4;

    /** The options of both ways to start vLLM. */
    private static CommandShape vllm(String verb, String... sign) {
        return new CommandShape(
                EngineKind.VLLM,
                List.of(sign),
                verb,
                PORT,
                8000,
                List.of("--tensor-parallel-size", "-tp"),
                List.of("--pipeline-parallel-size", "-pp"),
                List.of("--max-num-seqs"),
                List.of("--served-model-name", "--model"));
    }

    private static CommandShape sglang(String... sign) {
        return new CommandShape(
                EngineKind.SGLANG,
                List.of(sign),
                "",
                PORT,
                30_000,
                List.of("--tp-size", "--tp", "--tensor-parallel-size"),
                List.of("--pp-size", "--pipeline-parallel-size"),
                List.of("--max-running-requests"),
                List.of("--served-model-name", "--model-path", "--model"));
    }

    private static CommandShape trtllm(String verb, String... sign) {
        return new CommandShape(
                EngineKind.TENSORRT_LLM,
                List.of(sign),
                verb,
                PORT,
                8000,
                List.of("--tp-size", "--tensor-parallel-size"),
                List.of("--pp-size", "--pipeline-parallel-size"),
                List.of("--max-batch-size"),
                List.of("--served-model-name"));
    }

    /** More particular ones first. Options are written with dashes, whatever the engine takes. */
    static final List<CommandShape> ALL =
            List.of(
                    vllm("serve", "vllm", "serve"),
                    vllm("", "-m", "vllm.entrypoints.openai.api_server"),
                    sglang("-m", "sglang.launch_server"),
                    sglang("sglang", "serve"),
                    trtllm("serve", "trtllm-serve", "serve"),
                    trtllm("trtllm-serve", "trtllm-serve"),
                    new CommandShape(
                            EngineKind.LLAMA_CPP,
                            List.of("llama-server"),
                            "",
                            PORT,
                            8080,
                            List.of(),
                            List.of(),
                            List.of("--parallel", "-np"),
                            List.of("--alias", "-a", "--model", "-m", "--hf-repo", "-hf")),
                    new CommandShape(
                            EngineKind.TGI,
                            List.of("text-generation-launcher"),
                            "",
                            List.of("--port", "-p"),
                            3000,
                            List.of("--num-shard"),
                            List.of(),
                            List.of("--max-batch-size"),
                            List.of("--model-id")),
                    new CommandShape(
                            EngineKind.TRITON,
                            List.of("openai_frontend/main.py"),
                            "",
                            List.of("--openai-port"),
                            9000,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of()),
                    new CommandShape(
                            EngineKind.TRITON,
                            List.of("tritonserver"),
                            "",
                            List.of("--http-port"),
                            8000,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of()),
                    new CommandShape(
                            EngineKind.OLLAMA,
                            List.of("ollama", "serve"),
                            "",
                            List.of(),
                            11_434,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of()));

    /**
     * Whether the words start it: the sign stands in them. Programs stand first or behind an
     * interpreter; a shell that has one in its script ({@code sh -c "vllm serve …"}) has it as one
     * word, and an editor that has a file of that name open does not have it so early.
     */
    boolean starts(List<String> words) {
        int last = Math.min(words.size() - sign.size(), EARLY);
        for (int at = 0; at <= last; at++) {
            if (endsWith(words.get(at), sign.getFirst())
                    && words.subList(at + 1, at + sign.size())
                            .equals(sign.subList(1, sign.size()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWith(String word, String program) {
        return word.equals(program) || word.endsWith("/" + program);
    }
}
