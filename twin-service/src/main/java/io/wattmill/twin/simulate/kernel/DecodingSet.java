// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/**
 * The sequences of a batch that get a token in every step: what they hold together, and after which
 * step each of them ends. How many they are is the step's {@code decoding}, kept here.
 */
final class DecodingSet {
    private final RequestTable requests;
    private final FinishHeap finishing;
    private final StepDraft step;
    private long steps;

    /** Tokens that they hold, together; what they share counts for each. */
    private long context;

    DecodingSet(RequestTable requests, int most, StepDraft step) {
        this.requests = requests;
        this.finishing = new FinishHeap(most);
        this.step = step;
    }

    /** Tokens of KV cache that they hold, each for itself. */
    long context() {
        return context;
    }

    /** They hold so many tokens more. */
    void grow(long tokens) {
        context += tokens;
    }

    /** A request that holds so many tokens gets its next ones in the steps that follow. */
    void start(int request, int held) {
        context += held;
        step.decoding++;
        finishing.add(steps + requests.output[request] - requests.produced[request], request);
    }

    /** Takes out one that loses its place; returns the tokens that it held. */
    int stop(int request) {
        long left = finishing.remove(request) - steps;
        requests.produced[request] = requests.output[request] - (int) left;
        int held = requests.known(request) - 1;
        context -= held;
        step.decoding--;
        return held;
    }

    /** Steps from the one in flight on, until the first of them ends; only when not empty. */
    long stepsToNextEnd() {
        return finishing.nextStep() - steps;
    }

    /** So many steps have passed, in which they got these tokens and none of them ended. */
    void pass(long count, long tokens) {
        steps += count;
        context += tokens;
    }

    /** The step in flight has ended. */
    void endStep() {
        steps++;
    }

    /** Whether one has its last token now. */
    boolean ends() {
        return !finishing.isEmpty() && finishing.nextStep() == steps;
    }

    /** Takes out one that has its last token. */
    int removeEnded() {
        int request = finishing.removeNext();
        context -= requests.peakKvTokens(request);
        step.decoding--;
        return request;
    }

    /** Tells how many tokens each of them has produced. */
    void progress(DecodeListener listener) {
        finishing.forEach(
                (request, end) ->
                        listener.produced(request, requests.output[request] - (int) (end - steps)));
    }
}
