// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.rpc;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.placement.Attempt;
import io.wattmill.router.placement.Observed;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.placement.Terms;
import io.wattmill.router.prediction.RequestShape;
import io.wattmill.router.told.TokenPrefix;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what gateways ask and tell. */
final class RequestParser {
    private final int expectedOutputTokens;
    private final int prefixBlocks;

    /**
     * @param expectedOutputTokens of a request that does not tell
     * @param prefixBlocks most blocks of a prompt's beginning that are looked at
     */
    RequestParser(int expectedOutputTokens, int prefixBlocks) {
        this.expectedOutputTokens = expectedOutputTokens;
        this.prefixBlocks = prefixBlocks;
    }

    /** Whether the prompt begins with more blocks than are looked at. */
    boolean isCut(PlaceRequest asked) {
        return asked.getPrefixBlocksCount() > prefixBlocks
                || asked.getTokenBlocksCount() > prefixBlocks;
    }

    /** The question, or why it cannot be one. */
    Reading parse(PlaceRequest asked) {
        if (asked.getRequestId().isBlank() || asked.getModel().isBlank()) {
            return new Reading.Refused("request_id and model are required");
        }
        return switch (TermsParser.parse(asked)) {
            case TermsParser.Reading.Unknown(String message) -> new Reading.Refused(message);
            case TermsParser.Reading.Known(Terms terms) ->
                    new Reading.Asked(
                            request(asked)
                                    .on(terms)
                                    .naming(tokens(asked))
                                    .inPairs(asked.getTakesPairs()),
                            asked.getExpectedOutputTokens() > 0);
        };
    }

    /** What a question was understood as. */
    sealed interface Reading {
        /**
         * It can be answered.
         *
         * @param tellsLength whether the gateway says what output it expects
         */
        record Asked(PlacementRequest request, boolean tellsLength) implements Reading {}

        /** It cannot, and this is why. */
        record Refused(String message) implements Reading {}
    }

    private PlacementRequest request(PlaceRequest asked) {
        return new PlacementRequest(
                new Attempt(asked.getRequestId(), Math.max(1, asked.getAttempt())),
                asked.getModel(),
                asked.getLoraAdapter(),
                shape(asked),
                Math.max(0, asked.getMaxOutputTokens()),
                Set.copyOf(asked.getExcludedNodeIdsList()),
                Map.copyOf(asked.getRequiredLabelsMap()),
                prefix(asked),
                longestPrompt(asked));
    }

    private static long longestPrompt(PlaceRequest asked) {
        long longest = asked.getLongestPromptTokens();
        return longest > 0 ? longest : tokens(asked.getPromptTokens());
    }

    private PrefixBlocks prefix(PlaceRequest asked) {
        long[] hashes = new long[Math.min(asked.getPrefixBlocksCount(), prefixBlocks)];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = asked.getPrefixBlocks(i);
        }
        return PrefixBlocks.of(hashes);
    }

    private TokenPrefix tokens(PlaceRequest asked) {
        if (asked.getTokenBlockTokens() < 1 || asked.getTokenBlocksCount() == 0) {
            return TokenPrefix.NONE;
        }
        long[] names = new long[Math.min(asked.getTokenBlocksCount(), prefixBlocks)];
        for (int i = 0; i < names.length; i++) {
            names[i] = asked.getTokenBlocks(i);
        }
        return new TokenPrefix(PrefixBlocks.of(names), asked.getTokenBlockTokens());
    }

    private RequestShape shape(PlaceRequest asked) {
        long told = asked.getExpectedOutputTokens();
        long expected = told > 0 ? told : expectedOutputTokens;
        long bound = asked.getMaxOutputTokens();
        long output = bound > 0 ? Math.min(expected, bound) : expected;
        long prompt = Math.max(asked.getPromptTokens(), tokens(asked).tokens());
        return new RequestShape(tokens(prompt), 0, tokens(output));
    }

    private static int tokens(long count) {
        return Math.clamp(count, 1, Integer.MAX_VALUE);
    }

    /** The attempt that an observation is about. */
    static Attempt attempt(Observation told) {
        return new Attempt(told.getRequestId(), Math.max(1, told.getAttempt()));
    }

    /** The engine that the attempt was placed on. */
    static EngineKey engine(Observation told) {
        return new EngineKey(told.getNodeId(), told.getEngineId());
    }

    /** What happened, or empty when it is a kind that this router does not know. */
    static Optional<Observed> observed(Observation told) {
        return switch (told.getEventCase()) {
            case STARTED -> Optional.of(new Observed.Started());
            case FIRST_TOKEN -> Optional.of(new Observed.FirstToken());
            case PROGRESS ->
                    Optional.of(new Observed.Progress(told.getProgress().getOutputTokens()));
            case PREFILLED -> Optional.of(prefilled(told.getPrefilled().getTokens()));
            case FINISHED -> Optional.of(finished(told.getFinished().getTokens()));
            case ABORTED -> Optional.of(new Observed.Aborted());
            case FAILED ->
                    Optional.of(
                            new Observed.Failed(
                                    told.getFailed().getReason(),
                                    told.getFailed().getHttpStatus()));
            case BREAKER, EVENT_NOT_SET -> Optional.empty();
        };
    }

    private static Observed prefilled(TokenVector tokens) {
        long prompt = tokens.getInputUncached() + tokens.getCacheRead() + tokens.getCacheWrite();
        return new Observed.Prefilled(prompt, tokens.getCacheRead());
    }

    private static Observed finished(TokenVector tokens) {
        long prompt = tokens.getInputUncached() + tokens.getCacheRead() + tokens.getCacheWrite();
        return new Observed.Finished(prompt, tokens.getCacheRead(), tokens.getOutput());
    }
}
