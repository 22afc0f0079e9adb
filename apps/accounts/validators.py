"""What a password must be, in words of ours where the framework's Chinese lacks them."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    def get_error_message(self):
        return f"密码太短，至少要 {self.min_length} 个字符。"
