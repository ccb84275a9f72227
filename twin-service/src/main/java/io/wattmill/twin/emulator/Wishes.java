// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.wattmill.twin.emulator.ask.Delivery;
import io.wattmill.twin.emulator.ask.Delivery.StreamUsage;
import io.wattmill.twin.emulator.ask.Prompt;
import io.wattmill.twin.emulator.engine.Job.Work;
import io.wattmill.twin.emulator.reply.AnswerBody;
import io.wattmill.twin.emulator.text.Script;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What is asked for, in the terms of those who answer. */
final class Wishes {
    private Wishes() {}

    static AnswerBody.Wish of(
            Delivery delivery, OptionalInt topLogprobs, boolean thinks, boolean thoughtsShown) {
        return new AnswerBody.Wish(
                delivery.stream(),
                delivery.usage() != StreamUsage.NONE,
                delivery.usage() == StreamUsage.CONTINUOUS,
                topLogprobs,
                thinks,
                thoughtsShown);
    }

    /** The sequences of one prompt's choices; the first one counts the prompt. */
    static List<EngineDesk.Sequence> sequences(Prompt prompt, List<Script> choices) {
        return IntStream.range(0, choices.size())
                .mapToObj(
                        i ->
                                new EngineDesk.Sequence(
                                        i == 0 ? Work.GENERATE : Work.GENERATE_BESIDE,
                                        prompt,
                                        choices.get(i).length()))
                .toList();
    }
}
