// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import java.util.List;

/** Rules about one part of a plan, in the order of reports. */
public interface RuleSet {
    /** The rules; the same ones at every call. */
    List<Rule> rules();
}
