// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import io.wattmill.twin.emulator.text.Channel;

import java.util.List;
import java.util.Optional;

/**
 * One choice when all is said.
 *
 * @param text its content
 * @param thoughts what was thought before, if that is shown
 * @param calls with their arguments
 * @param logprobs of its tokens, if they were asked for
 * @param ending why it ended
 */
record Said(
        String text,
        Optional<String> thoughts,
        List<MadeCall> calls,
        Optional<List<TokenLogprob>> logprobs,
        Delta.Ending ending) {

    /**
     * A call that was made.
     *
     * @param call which function
     * @param arguments JSON, unless it was cut
     */
    record MadeCall(Channel.Call call, String arguments) {}
}
