package io.shrike.trace.decode;

import io.shrike.model.Activity;
import java.util.List;

/**
 * Turns a call of one family into activities: none when the call cannot have the effect that rules are about. Runs on the
 * stop thread while the caller is halted.
 */
@FunctionalInterface
interface Decoder {
    List<Activity> decode(Call call);
}
