// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.prediction.OutputLengths.Asker;
import io.wattmill.router.prediction.RequestShape;
import io.wattmill.router.told.TokenPrefix;

import java.util.Map;
import java.util.Set;

/**
 * A request that wants a node.
 *
 * @param attempt from 1; each attempt of a request is placed on its own
 * @param loraAdapter empty = none
 * @param shape its lengths: the prompt as the gateway estimates it, the output as expected
 * @param maxOutputTokens the client's bound; 0 = none
 * @param excludedNodes nodes that already failed this request
 * @param requiredLabels each must be on the node with this value; {@code zone} is the node's zone
 * @param prefix blocks that its prompt begins with, for engines that have seen them
 * @param longestPrompt tokens of the longest of several prompts; each needs a context of its own
 * @param terms what was promised, and to whom
 * @param tokens its prompt by its tokens, for engines that tell what they have of them
 * @param takesPairs whether one engine may compute its prompt and another one answer
 */
public record PlacementRequest(
        Attempt attempt,
        String model,
        String loraAdapter,
        RequestShape shape,
        long maxOutputTokens,
        Set<String> excludedNodes,
        Map<String, String> requiredLabels,
        PrefixBlocks prefix,
        long longestPrompt,
        Terms terms,
        TokenPrefix tokens,
        boolean takesPairs) {

    /** A request on no terms, for one engine. */
    public PlacementRequest(
            Attempt attempt,
            String model,
            String loraAdapter,
            RequestShape shape,
            long maxOutputTokens,
            Set<String> excludedNodes,
            Map<String, String> requiredLabels,
            PrefixBlocks prefix,
            long longestPrompt) {
        this(
                attempt,
                model,
                loraAdapter,
                shape,
                maxOutputTokens,
                excludedNodes,
                requiredLabels,
                prefix,
                longestPrompt,
                Terms.NONE,
                TokenPrefix.NONE,
                false);
    }

    /** A request of one prompt. */
    public PlacementRequest(
            Attempt attempt,
            String model,
            String loraAdapter,
            RequestShape shape,
            long maxOutputTokens,
            Set<String> excludedNodes,
            Map<String, String> requiredLabels,
            PrefixBlocks prefix) {
        this(
                attempt,
                model,
                loraAdapter,
                shape,
                maxOutputTokens,
                excludedNodes,
                requiredLabels,
                prefix,
                shape.promptTokens());
    }

    /** A request whose prompt is like no other. */
    public PlacementRequest(
            Attempt attempt,
            String model,
            String loraAdapter,
            RequestShape shape,
            long maxOutputTokens,
            Set<String> excludedNodes,
            Map<String, String> requiredLabels) {
        this(
                attempt,
                model,
                loraAdapter,
                shape,
                maxOutputTokens,
                excludedNodes,
                requiredLabels,
                PrefixBlocks.NONE);
    }

    /** The same request on these terms. */
    public PlacementRequest on(Terms newTerms) {
        return with(shape, newTerms, tokens, takesPairs);
    }

    /** The same request, its prompt known by its tokens. */
    public PlacementRequest naming(TokenPrefix newTokens) {
        return with(shape, terms, newTokens, takesPairs);
    }

    /** The same request, which a pair of engines may serve. */
    public PlacementRequest inPairs(boolean may) {
        return with(shape, terms, tokens, may);
    }

    /** The same request, expected to be answered in so many tokens. */
    PlacementRequest withOutput(int outputTokens) {
        RequestShape longer =
                new RequestShape(shape.promptTokens(), shape.cachedTokens(), outputTokens);
        return with(longer, terms, tokens, takesPairs);
    }

    /** Whose answers its answer is like. */
    Asker asker() {
        return new Asker(terms.caller().key(), model, terms.caller().tier());
    }

    private PlacementRequest with(
            RequestShape newShape, Terms newTerms, TokenPrefix newTokens, boolean pairs) {
        return new PlacementRequest(
                attempt,
                model,
                loraAdapter,
                newShape,
                maxOutputTokens,
                excludedNodes,
                requiredLabels,
                prefix,
                longestPrompt,
                newTerms,
                newTokens,
                pairs);
    }

    /** Longest context that it can need, prompt and output together. */
    public long longestTokens() {
        return longestPrompt + Math.max(1, maxOutputTokens);
    }
}
