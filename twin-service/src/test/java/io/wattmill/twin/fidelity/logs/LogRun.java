// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.logs;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.twin.fidelity.data.Errors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One real run: vLLM 0.19 on RTX PRO 6000, 128 sequences and 2,048 tokens per step at most.
 *
 * @param tensorParallel GPUs, over PCIe where there are two
 */
record LogRun(ModelArchitecture model, int tensorParallel, List<LoggedRequest> requests) {
    private static final int MAX_SEQUENCES = 128;
    private static final int MAX_TOKENS = 2048;

    static LogRun read(Path data, String folder, ModelArchitecture model, int tensorParallel)
            throws IOException {
        Path file = data.resolve("engine/vllm-logs/RTXPRO6000").resolve(folder);
        return new LogRun(
                model, tensorParallel, LoggedRequest.read(file.resolve("requests.jsonl")));
    }

    /** What the model says of this run. */
    Score score(RtxPro constants) {
        EngineModel engine = constants.engine(model, tensorParallel);
        List<LoggedRequest> told = Replay.of(requests, engine, MAX_SEQUENCES, MAX_TOKENS);
        return new Score(errors(told, LoggedRequest::tpot), errors(told, LoggedRequest::ttft));
    }

    private Errors errors(List<LoggedRequest> told, ToDoubleFunction<LoggedRequest> time) {
        return Errors.of(
                requests.stream().mapToDouble(time).toArray(),
                told.stream().mapToDouble(time).toArray());
    }

    /** Errors of a replay, request by request. */
    record Score(Errors tpot, Errors ttft) {
        /** What a fit makes small; TTFT, which queues amplify, counts for a third. */
        double loss() {
            return tpot.mean() + ttft.mean() / 3;
        }
    }
}
