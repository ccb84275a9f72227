// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one component of a configuration record. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** Marks a setting without a default. */
    String REQUIRED = " required";

    /** The default, as it would be written in YAML; {@link #REQUIRED} when there is none. */
    String value() default REQUIRED;

    /** Lowest value: of the number itself, or of a duration in milliseconds. */
    long min() default Long.MIN_VALUE;

    /** Highest value: of the number itself, or of a duration in milliseconds. */
    long max() default Long.MAX_VALUE;

    /** One sentence for the reference page. */
    String doc() default "";
}
