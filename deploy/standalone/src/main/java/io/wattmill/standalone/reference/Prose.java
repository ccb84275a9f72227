// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.reference;

/** Words of the code as a page has them. */
final class Prose {

    private Prose() {}

    /** Descriptions in the code are written with a capital and a full stop or without. */
    static String sentence(String text) {
        var whole = text.endsWith(".") ? text : text + ".";
        return Character.toUpperCase(whole.charAt(0)) + whole.substring(1);
    }

    static String code(String text) {
        return "`" + text + "`";
    }
}
