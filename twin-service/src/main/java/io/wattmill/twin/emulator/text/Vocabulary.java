// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import java.util.List;

/**
 * The words of emulated answers: three letters each, so that a word with its space is one token.
 */
final class Vocabulary {
    private static final List<String> WORDS =
            List.of(
                    ("ace act add age aid aim air ale all and ant any ape arc ark arm art ash ask"
                         + " ate awe axe bag ban bar bat bay bed bee bet big bit bow box boy bud"
                         + " bus but buy cab can cap car cat cow cry cup cut day dew dig dim dog"
                         + " dot dry due ear eat egg elm end era eve eye fan far fat few fig fin"
                         + " fir fit fix fly fog for fox fun fur gap gas gem get gum hat hay hen"
                         + " hip hot how hub ice ink ivy jam jar jet joy key kit lap law lay led"
                         + " lid lip log low map mat may men mix mud net new nod nut oak oar oat"
                         + " odd off oil old one")
                            .split(" "));

    private Vocabulary() {}

    static int size() {
        return WORDS.size();
    }

    static String word(long scattered) {
        return WORDS.get((int) Math.floorMod(scattered, (long) WORDS.size()));
    }
}
