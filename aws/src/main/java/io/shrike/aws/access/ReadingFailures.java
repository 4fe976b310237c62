package io.shrike.aws.access;

import io.shrike.delivery.destination.SendResult;
import io.shrike.delivery.source.FetchResult;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What it means for a text that it could not be read. */
public final class ReadingFailures {
    private ReadingFailures() {}

    /** Only what is about the object is a no; who the sensor is, and whether S3 is there, may be well again later. */
    public static FetchResult of(RuntimeException failure) {
        if (failure instanceof AwsServiceException answer) {
            return answered(answer.statusCode(), answer.isThrottlingException(), reason(failure));
        }
        return new FetchResult.Unreachable("S3: " + reason(failure));
    }

    private static FetchResult answered(int status, boolean throttled, String code) {
        if (status == 304) {
            return FetchResult.SAME;
        }
        String answer = "S3 answers " + status + " (" + code + ")";
        return switch (status) {
            case 301, 307 -> new FetchResult.Refused(answer + ": the bucket is in another region than AWS_REGION");
            case 403 ->
                new FetchResult.Refused(
                        answer + (code.equals("AccessDenied") ? ": the role needs s3:GetObject on it" : ""));
            case 404 -> new FetchResult.Refused(answer + ": nothing is there");
            default ->
                throttled || status >= 500 || code.contains("Token") || code.contains("Time")
                        ? new FetchResult.Unreachable(answer)
                        : new FetchResult.Refused(answer);
        };
    }

    private static String reason(RuntimeException failure) {
        return switch (Failures.of(failure)) {
            case SendResult.Later(String reason, var _) -> reason;
            case SendResult.Unauthorized(String reason, String _) -> reason;
            case SendResult.Refused(String reason) -> reason;
            case SendResult.Accepted _, SendResult.Partial _ -> "unknown";
        };
    }
}
