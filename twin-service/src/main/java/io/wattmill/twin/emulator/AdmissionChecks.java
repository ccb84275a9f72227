// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.batch.Admission;
import io.wattmill.twin.emulator.ask.Prompt;
import io.wattmill.twin.emulator.wire.ApiError;

import java.util.Optional;

/** Why an emulated engine does not serve a request, in the words of vLLM's errors. */
final class AdmissionChecks {
    private final EmulatorConfig config;
    private final MeterRegistry metrics;
    private boolean draining;

    AdmissionChecks(EmulatorConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /** From now on nothing is served. */
    void drain() {
        draining = true;
    }

    /** Why this engine does not serve so many sequences of that model now, if it does not. */
    Optional<ApiError> refusal(String model, long count) {
        if (draining) {
            return Optional.of(ApiError.unavailable("The engine is draining."));
        }
        if (!model.equals(config.model())) {
            var message = "The model does not exist here; this engine serves ";
            return Optional.of(ApiError.notFound(message + config.model() + "."));
        }
        return count <= config.limits().sequences() ? Optional.empty() : Optional.of(tooMany());
    }

    private ApiError tooMany() {
        Limits.hit(metrics, "twin.emulator.limits.sequences");
        return ApiError.badRequest(
                "A request may have up to %d choices or inputs."
                        .formatted(config.limits().sequences()));
    }

    /** Why a prompt and its output do not fit into the model's context, if they do not. */
    Optional<ApiError> refusal(Prompt prompt, long outputTokens) {
        long longest = config.engine().maxModelLen();
        return prompt.tokens() + outputTokens <= longest
                ? Optional.empty()
                : Optional.of(
                        ApiError.badRequest(
                                ("This model's maximum context length is %d tokens; the prompt"
                                                + " has %d and the answer may take %d.")
                                        .formatted(longest, prompt.tokens(), outputTokens)));
    }

    /** Why the batch did not take its sequences, if it did not. */
    Optional<ApiError> refusal(Admission admission) {
        return switch (admission) {
            case Admission.Queued _ -> Optional.empty();
            case Admission.TooLong(long needed, long capacity) ->
                    Optional.of(tooLong(needed, capacity));
            case Admission.QueueFull _ -> {
                Limits.hit(metrics, "twin.emulator.engine.max-waiting");
                yield Optional.of(ApiError.unavailable("Too many requests are waiting."));
            }
            case Admission.Duplicate _ ->
                    throw new IllegalStateException("sequence numbers are unique");
        };
    }

    private static ApiError tooLong(long needed, long capacity) {
        return ApiError.badRequest(
                "The request may need %d tokens of KV cache and this engine has %d."
                        .formatted(needed, capacity));
    }
}
