// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.screen;

/** How a pasted command authenticates. */
public sealed interface Bearer {

    /** The curl option with the header. */
    String header();

    /** With the key itself. */
    record Key(String key) implements Bearer {
        @Override
        public String header() {
            return "-H \"authorization: Bearer %s\"".formatted(key);
        }
    }

    /**
     * With the key as the shell reads it from the keys file.
     *
     * @param name first word of the line in the file
     * @param fileWord the file as a word of the shell
     */
    record InFile(String name, String fileWord) implements Bearer {
        @Override
        public String header() {
            return "-H \"authorization: Bearer $(sed -n 's/^%s //p' %s)\""
                    .formatted(name, fileWord);
        }
    }
}
