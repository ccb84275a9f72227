// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.rpc;

import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.router.placement.Attempt;
import io.wattmill.router.placement.Observed;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.prediction.RequestShape;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what gateways ask and tell. */
final class RequestParser {
    private final int expectedOutputTokens;

    /**
     * @param expectedOutputTokens of a request that does not tell
     */
    RequestParser(int expectedOutputTokens) {
        this.expectedOutputTokens = expectedOutputTokens;
    }

    /** The question, or empty when it names no request or no model. */
    Optional<PlacementRequest> parse(PlaceRequest asked) {
        if (asked.getRequestId().isBlank() || asked.getModel().isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                new PlacementRequest(
                        new Attempt(asked.getRequestId(), Math.max(1, asked.getAttempt())),
                        asked.getModel(),
                        asked.getLoraAdapter(),
                        shape(asked),
                        Math.max(0, asked.getMaxOutputTokens()),
                        Set.copyOf(asked.getExcludedNodeIdsList()),
                        Map.copyOf(asked.getRequiredLabelsMap())));
    }

    private RequestShape shape(PlaceRequest asked) {
        long told = asked.getExpectedOutputTokens();
        long expected = told > 0 ? told : expectedOutputTokens;
        long bound = asked.getMaxOutputTokens();
        long output = bound > 0 ? Math.min(expected, bound) : expected;
        return new RequestShape(tokens(asked.getPromptTokens()), 0, tokens(output));
    }

    private static int tokens(long count) {
        return Math.clamp(count, 1, Integer.MAX_VALUE);
    }

    /** The attempt that an observation is about. */
    static Attempt attempt(Observation told) {
        return new Attempt(told.getRequestId(), Math.max(1, told.getAttempt()));
    }

    /** What happened, or empty when it is a kind that this router does not know. */
    static Optional<Observed> observed(Observation told) {
        return switch (told.getEventCase()) {
            case STARTED -> Optional.of(new Observed.Started());
            case FIRST_TOKEN -> Optional.of(new Observed.FirstToken());
            case PROGRESS ->
                    Optional.of(new Observed.Progress(told.getProgress().getOutputTokens()));
            case FINISHED ->
                    Optional.of(new Observed.Finished(told.getFinished().getTokens().getOutput()));
            case ABORTED -> Optional.of(new Observed.Aborted());
            case FAILED ->
                    Optional.of(
                            new Observed.Failed(
                                    told.getFailed().getReason(),
                                    told.getFailed().getHttpStatus()));
            case EVENT_NOT_SET -> Optional.empty();
        };
    }
}
